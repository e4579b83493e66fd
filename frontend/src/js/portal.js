// Everything here only eases what the pages already do without script.
import "./results.js";
import "./suggest.js";
import "./near.js";
import "./share.js";
import "./test.js";
import "./tray.js";
import "./drafts.js";
import "./here.js";
import "./map-button.js";
