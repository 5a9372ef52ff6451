// Everything here is an extra: each control is a working link or form without it.
import "./autosave.js";
import "./dates.js";
import "./dialog.js";
import "./idle.js";
import "./keyboard.js";
import "./list.js";
import "./once.js";
import "./polling.js";
import "./status.js";
import "./textcount.js";
import "./unsaved.js";
