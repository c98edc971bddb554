package jose

// publishedKey is a key whose private half is printed in a specification, by
// the thumbprint of its public half.
type publishedKey struct{ thumbprint, source string }

// published lists the keys that are known to everybody: the ones that a person
// copies from an example, or that a test forgot behind it.
func published() []publishedKey {
	return []publishedKey{
		{"DOvxvJiAdIqVWIkFt5hDtCunXLF0BV4-JGv4f-ALSm0", "RFC 6979, A.2.5, and of vc-di-ecdsa"},
		{"IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8", "RFC 7515, A.2"},
		{"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", "RFC 7515, A.3"},
		{"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", "RFC 7517, A.2, EC"},
		{"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "RFC 7517, A.2, RSA"},
		{"D8R4-FeTJfzuDUy8bZ0c4hcwpul-Q11gCPs3mw6-R9Q", "RFC 7517, C.1"},
		{"9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI", "RFC 7520, 3.4"},
		{"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "RFC 8032, 7.1, TEST 1, and of RFC 8037, A.1"},
		{"FtIu-VbGrfe_KB6CH7GNwODB72MNxj_ml11dEvO-7kk", "RFC 8032, 7.1, TEST 2"},
		{"FVV5umTuau890q59V-4Ga_R6qWb7ON_ivJc4EjvCwTM", "RFC 8032, 7.1, TEST 3"},
		{"lZI1vM7tnlYapaF5-cy86ptx0tT_8Av721hhiNB5ti4", "RFC 8032, 7.1, TEST 1024"},
		{"iiDHHfFVNG6ICMUTsicgrWf1igtFYZEK73xlobt1ah4", "RFC 8032, 7.1, TEST SHA(abc)"},
		{"2bVIQ9_u0wVxBsBwmxK3F42rRFnt_dA7CZQ3u_2RKZY", "RFC 8032, 7.2, foo"},
		{"qz1FYaobwnFjkaNLccv-mFXe7gu45Zo72p2XqE3Is20", "RFC 8032, 7.2, foo, the other key"},
		{"poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U", "RFC 9421, B.1.4"},
		{"9ZP03Nu8GrXPAUkbKNxHOKBzxPX83SShgFkRNK-f2lw", "the seed 0, as in the test vectors of did:key"},
		{"3iR-H6Xx_3rpt7eNMUVNazSZkUclb_cekBJZZL4mlUs", "the seed 1, as in the test vectors of did:key"},
		{"TrI1g9her5mzNtdwThUyqwwGfZVLKd3MMoWkRY-Fn8c", "the seed 2, as in the test vectors of did:key"},
		{"lzuJZs8TRZTS58n4ByWkx4vAw6LpxQO-ykQyDCoMsXY", "the seed 3, as in the test vectors of did:key"},
		{"FfxlWMkPwPKgs0TexEf_IWxG18vW-HqCue_Pe-MTApI", "the seed 4, as in the test vectors of did:key"},
		{"AwSBHtDCp9PwlDUcYaV07scGxdQGfJ5T0b4iF7D4Rzo", "vc-di-ecdsa, ecdsa-sd-2023, proof key"},
		{"Ypa5BNGp-ImhVwCze6O4zHVVNcGqCq-3LOCZWBZTRcs", "vc-di-eddsa, key pair"},
		{"evhJcBYSjjfRI-OkT8sXIngLQ3rdO2mq7rz52H30GVU", "vc-di-eddsa, proof sets, key 1"},
		{"xvlEUey53UR6sVpeaSHDR3RfdtQKKrh8ngzJwkEsr7s", "vc-di-eddsa, proof sets, key 2"},
		{"6gRfh2URH8whGOlPAxlv5YjF8Qa4ml5K2XYbCJ4rKio", "vc-di-eddsa, proof sets, key 3"},
		{"A9bfbEss70nUQhlSH8FT2fJ-BSPr_XKgSsMiusEL2hw", "vc-di-eddsa, proof sets, key 4"},
	}
}
