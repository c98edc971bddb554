// The forms of documents that are read here: which members an object has, and
// of what kind they are. They hold the members that most publishers write. A
// credential of another form may be good, but whether each word in it has a
// meaning, and so is signed, is not judged here.
((v) => {
  const { canonical, isObject, list, same, without } = v;

  // A member is an optional text, unless it says otherwise: behind the colon
  // u is an address, d a time, b a boolean, n a number, * anything, a, i, r, x
  // words that the standard lists or leaves open, else a class; + stands before
  // one or several that differ, ! at the end for what must be there.
  const classes = {
    Credential: "@context:*! id:u! name description issuer:Profile! validFrom:d! validUntil:d awardedDate:d credentialSubject:AchievementSubject! evidence:+Evidence credentialStatus:+BitstringStatusListEntry proof:*",
    Profile: "id:u! name url:u email description image:Image address:Address",
    Image: "id:u!",
    Address: "addressCountry addressCountryCode",
    AchievementSubject: "id:u identifier:+IdentityObject achievement:Achievement! result:+Result",
    IdentityObject: "hashed:b! identityHash:s! identityType:i! salt",
    Result: "resultDescription:u value alignment:+Alignment",
    Alignment: "targetType:x targetCode targetName:s! targetUrl:u! targetDescription targetFramework",
    Achievement: "id:u! achievementType:a name:s! description:s! criteria:Criteria! image:Image inLanguage version creditsAvailable:n fieldOfStudy tag:+s alignment:+Alignment resultDescription:+ResultDescription creator:Profile",
    Criteria: "id:u narrative",
    ResultDescription: "id:u! name:s! resultType:r! allowedValue:+s valueMin valueMax requiredValue",
    Evidence: "id:u name narrative description",
    List: "@context:*! id:u! issuer:u! validFrom:d! validUntil:d credentialSubject:BitstringStatusList! proof:DataIntegrityProof!",
    BitstringStatusList: "id:u! statusPurpose:s! encodedList:s!",
    DataIntegrityProof: "cryptosuite:s! created:d! verificationMethod:u! proofPurpose:s! proofValue:s!",
    BitstringStatusListEntry: "id:u statusPurpose:s! statusListIndex:s! statusListCredential:u!",
  };

  const isText = (x) => typeof x === "string" && x !== "" && !/[\0-\x08\v\f\x0e-\x1f\x7f\p{Cs}\p{NChar}]/u.test(x);
  const like = (form) => (x) => isText(x) && form.test(x);
  const kinds = {
    s: isText,
    u: like(/^(https?:\/\/|urn:uuid:|did:)[^\s<>"{}|\\^`]+$/),
    d: (x) => like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)(x) && Date.parse(x) > 0,
    a: like(/^(Badge|MicroCredential|Certificate|Course|Award)$/),
    i: like(/^(name|emailAddress)$/),
    r: like(/^(Result|RawScore|LetterGrade)$/),
    x: like(/^ext:/),
    b: (x) => typeof x === "boolean",
    n: (x) => typeof x === "number",
    "*": () => true,
  };
  const fits = (x, kind) => (kinds[kind] ? kinds[kind](x) : has(x, kind));
  // An empty list means nothing in linked data, and an equal text no second one.
  const differ = (xs) => xs.length && new Set(xs.map((x) => canonical(x))).size === xs.length;

  // has reports whether a value is an object of a class.
  const has = (v.has = (o, name) => {
    if (!isObject(o) || !same(list(o.type), name === "Criteria" ? [] : [name])) return false;
    const rest = without(o, "type");
    const good = classes[name].split(" ").every((member) => {
      const [, n, many, kind, must] = /^([^:]+):?(\+?)(.*?)(!?)$/.exec(member);
      const x = rest[n];
      delete rest[n];
      if (x === undefined) return !must;
      return many ? differ(list(x)) && list(x).every((y) => fits(y, kind)) : fits(x, kind || "s");
    });
    return good && same(rest, {});
  });

  // isOf does so for a class that has a type beside that of all credentials.
  const isOf = (o, type, name, ...contexts) => same(o.type, ["VerifiableCredential", type], true) && same(list(o["@context"]), ["https://www.w3.org/ns/credentials/v2", ...contexts]) && has({ ...o, type: name }, name);

  v.isCredential = (c) => ["OpenBadgeCredential", "AchievementCredential"].some((type) => isOf(c, type, "Credential", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"));
  v.isList = (c) => isOf(c, "BitstringStatusListCredential", "List");
})(sealpress);
