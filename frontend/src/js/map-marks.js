// What stands on the map: real buttons with our own pictures, and the names of municipalities.
import { DivIcon, Marker } from "leaflet/dist/leaflet-src.esm.js";

const PIN = '<svg viewBox="0 0 40 48" aria-hidden="true" focusable="false"><path d="M20 2C10 2 3 9.4 3 18.6 3 31 20 46 20 46s17-15 17-27.4C37 9.4 30 2 20 2z"/><circle cx="20" cy="18.5" r="6.5"/></svg>';
const AREA = '<svg viewBox="0 0 44 44" aria-hidden="true" focusable="false"><circle cx="22" cy="22" r="19"/></svg>';

// Leaflet's icon, but the element is ours.
const Own = DivIcon.extend({ createIcon() { this._setIconStyles(this.options.element, "icon"); return this.options.element; } });

function marker(element, point, className, size, anchor) {
  const icon = new Own({ element, className, iconSize: size, iconAnchor: anchor });
  return new Marker(point, { icon, interactive: false, keyboard: false });
}

function plain(text, lang) {
  const element = document.createElement("span");
  element.textContent = text;
  if (lang) element.lang = lang;
  return element;
}

export const counted = ([one, other], number, language) => (new Intl.PluralRules(language).select(number) === "one" ? one : other).replace("#", number);

/** A place, an area or several together: {layer, element}; the element is a button with its name. */
export function mark({ features, point, many }, words) {
  const element = document.createElement("button"), { properties } = features[0];
  element.type = "button";
  element.title = many ? counted(words.zoom, features.length, words.language) : properties.label;
  element.setAttribute("aria-label", element.title);
  // nothing of it is a click on the map, which would close the popup and drag
  for (const kind of ["click", "dblclick", "mousedown", "pointerdown"]) element.addEventListener(kind, (event) => event.stopPropagation());
  if (many) {
    element.textContent = features.length;
    return { element, layer: marker(element, point, "map-mark cluster", [44, 44]) };
  }
  if (properties.accuracy === "municipality") {
    element.append(plain(properties.name, properties.lang), " ", plain(properties.services.length));
    return { element, layer: marker(element, point, "map-mark municipality") };
  }
  const exact = properties.accuracy === "exact";
  element.innerHTML = exact ? PIN : AREA;
  return { element, layer: marker(element, point, `map-mark ${properties.accuracy}`, exact ? [40, 48] : [44, 44], exact ? [20, 46] : undefined) };
}

/** The name of a municipality where nothing is: for the eye only, the list says what there is. */
export function name(properties, point) {
  const element = plain(properties.name, properties.lang);
  element.setAttribute("aria-hidden", "true");
  return { element, layer: marker(element, point, "map-name") };
}
