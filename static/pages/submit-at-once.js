// A form marked so is sent as soon as the page is open; without JavaScript its button is there.
document.querySelector("form[data-submit-at-once]").requestSubmit();
