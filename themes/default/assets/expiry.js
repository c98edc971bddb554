// Judges expiry on the reader's day, which a static page cannot know. Days are
// in UTC: an award is valid to the end of the last one. Without this script
// the page gives the date and leaves the judgement to the reader.
(function () {
  "use strict";
  var today = new Date().toISOString().slice(0, 10);
  document.querySelectorAll("time[data-after]").forEach(function (time) {
    if (time.dateTime && time.dateTime < today) {
      time.textContent = time.dataset.after;
      var status = time.closest(".status");
      if (status) {
        status.classList.remove("status-valid");
        status.classList.add("status-expired");
      }
    }
  });
})();
