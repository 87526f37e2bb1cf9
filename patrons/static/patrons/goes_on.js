// A long work done in steps: the next one is asked for by itself. Without this somebody presses the button.
document.querySelector("form[data-goes-on]")?.requestSubmit();
