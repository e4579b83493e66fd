// Everything here only eases what the pages already do without script.
import "./results.js";
import "./share.js";
import "./map-button.js";
