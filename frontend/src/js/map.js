// The interactive map: the spots of one address as marks, a popup of cards at each. All its words come with the data.
import { Circle, Control, GeoJSON, LatLngBounds, LayerGroup, Map as Leaflet, Popup, TileLayer } from "leaflet/dist/leaflet-src.esm.js";
import { clusters, deeper, spread } from "./map-clusters.js";
import { mark, name } from "./map-marks.js";
import { card } from "./map-card.js";

const APPROXIMATE = 500, MUNICIPALITY = 3000; // metres: how far off a point may be
const ROUGHLY_SEEN = 11.5; // the zoom at which that is more than the mark itself

// Leaflet animates what it moves by itself, also when the reader wants less motion.
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const Quiet = Leaflet.extend({ panBy(offset, options) { return Leaflet.prototype.panBy.call(this, offset, { ...options, animate: !calm }); } });

// Leaflet's update() takes the content out and puts it back, which loses the focus; this one measures alone.
const Bubble = Popup.extend({ grow() { if (this.isOpen()) { this._updateLayout(); this._updatePosition(); this._adjustPan(); } } });

/** Fill the box with the map of the data at that address; returns what closes it. Fails when the data cannot be had. */
export async function open(box, address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  const data = await answer.json();
  const motion = { zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm };
  const map = new Quiet(box, { ...motion, scrollWheelZoom: false, zoomControl: false, attributionControl: false, zoomSnap: data.tiles ? 1 : 0.25, minZoom: 6, maxZoom: data.tiles ? 17 : 14 });
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", data.words.map);
  new Control.Zoom({ zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);
  const credits = new Control.Attribution({ prefix: false }).addTo(map);
  for (const text of data.credits) credits.addAttribution(Object.assign(document.createElement("i"), { textContent: text }).innerHTML);
  if (data.tiles) new TileLayer(data.tiles.url, { maxZoom: 17, referrerPolicy: "origin" }).addTo(map);
  map.fitBounds(frame(data), { padding: [26, 26], maxZoom: data.tiles ? 14 : 11, animate: false });
  lands(map, data);
  const rough = circles(data), seen = () => map[map.getZoom() < ROUGHLY_SEEN ? "removeLayer" : "addLayer"](rough);
  map.on("zoomend", seen);
  seen();
  const marks = new Marks(map, data);
  marks.draw();
  map.on("zoomend", () => marks.draw());
  const fit = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  fit.observe(box);
  return () => { fit.disconnect(); map.remove(); box.replaceChildren(); };
}

const at = (feature) => { const [longitude, latitude] = feature.geometry.coordinates; return [latitude, longitude]; };
const isPlace = (feature) => feature.properties.accuracy !== "municipality";

/** The municipalities; on tiles only those where something is. */
function lands(map, { features, tiles }) {
  for (const feature of features) {
    const full = feature.properties.services.length > 0;
    if (feature.geometry?.type !== "MultiPolygon" || tiles && !full) continue;
    new GeoJSON(feature, { interactive: false, style: { className: `map-land${full ? " on" : ""}${tiles ? " over" : ""}` } }).addTo(map);
  }
}

/** How far off a point may be that is not exact. */
function circles({ features }) {
  const rough = features.filter(({ geometry, properties }) => geometry?.type === "Point" && properties.services.length && properties.accuracy !== "exact");
  return new LayerGroup(rough.map((feature) => new Circle(at(feature), {
    radius: isPlace(feature) ? APPROXIMATE : MUNICIPALITY, className: "map-area", interactive: false,
  })));
}

/** Around what is there, as far as the county; a place far away is on the map but does not make it small. */
function frame({ features }) {
  const county = new LatLngBounds([]), there = new LatLngBounds([]);
  for (const feature of features.filter((one) => one.properties.name_at)) {
    county.extend(feature.geometry.type === "Point" ? [at(feature)] : new GeoJSON(feature).getBounds());
  }
  for (const feature of features.filter((one) => one.properties.services.length && one.geometry)) {
    const bounds = feature.geometry.type === "Point" ? new LatLngBounds([at(feature)]) : new GeoJSON(feature).getBounds();
    if (!county.isValid() || county.pad(0.1).intersects(bounds)) there.extend(bounds);
  }
  return there.isValid() ? there : county;
}

/** The buttons on the map, in the order of the list, made anew whenever the zoom puts others together. */
class Marks {
  constructor(map, data) {
    Object.assign(this, { map, data, drawn: [] });
    this.order = new Map(data.features.map((feature, number) => [feature.id, number]));
    this.together = clusters(map, data.features.filter(isPlace));
    this.areas = data.features.filter((feature) => !isPlace(feature) && feature.geometry && (feature.properties.services.length || !data.tiles && feature.properties.name_at));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.popup?.isOpen()) { event.stopPropagation(); this.close(); }
    });
  }

  draw() {
    const focused = this.drawn.find((one) => one.element === document.activeElement)?.features[0].id;
    for (const { layer } of this.drawn) layer.remove();
    const groups = [...this.together(), ...this.areas.map((feature) => ({ features: [feature], point: this.middle(feature), area: true }))];
    const first = (group) => this.order.get(group.features[0].id);
    this.drawn = groups.sort((a, b) => first(a) - first(b)).map((group) => this.add(group));
    spread(this.map, this.drawn.filter((one) => one.area), this.drawn.filter((one) => !one.area));
    if (focused) this.focus(focused);
  }

  middle(feature) {
    const [longitude, latitude] = feature.properties.name_at ?? feature.geometry.coordinates;
    return [latitude, longitude];
  }

  add(group) {
    const { map, data: { words } } = this, [feature] = group.features;
    if (!feature.properties.services.length) {
      const { layer, element } = name(feature.properties, group.point);
      layer.addTo(map);
      return { ...group, layer, element };
    }
    const { layer, element } = mark(group, words);
    layer.addTo(map);
    element.addEventListener("click", () => this.press(group));
    // the keyboard may reach a mark outside of what is seen
    element.addEventListener("focus", () => { if (element.matches(":focus-visible")) map.panInside(group.point, { padding: [48, 48], animate: false }); });
    return { ...group, layer, element };
  }

  press(group) {
    const { map } = this, zoom = deeper(map, group);
    if (zoom === null) return this.show(group);
    map.setView(group.point, zoom, { animate: !calm });
    map.once("moveend", () => this.focus(group.features[0].id));
    if (calm) this.focus(group.features[0].id);
  }

  focus(id) {
    this.drawn.find((one) => one.features.some((feature) => feature.id === id))?.element?.focus({ preventScroll: true });
  }

  show(group) {
    const { map, data } = this, size = map.getSize();
    this.close(false);
    const content = card(group.features, data.words, { close: () => this.close(), resize: () => this.popup?.grow() });
    const width = Math.min(380, size.x - 24);
    this.popup = new Bubble({ closeButton: false, minWidth: width, maxWidth: width, maxHeight: size.y - 110, offset: [0, -14], autoPanPadding: [8, 8] });
    this.opener = group.features[0].id;
    this.popup.setLatLng(group.point).setContent(content).openOn(map);
    content.focus({ preventScroll: true });
  }

  close(back = true) {
    const opener = this.opener;
    this.opener = undefined;
    this.popup?.remove();
    if (back && opener) this.focus(opener);
  }
}
