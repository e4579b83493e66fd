// Marks that would lie on one another are put together (supercluster), names find a free place beside them.
import Supercluster from "supercluster";
import { LatLngBounds } from "leaflet/dist/leaflet-src.esm.js";

const TOGETHER = 46; // pixels between two marks that both can be pressed
const STEPS = [];
for (let x = -110; x <= 110; x += 10) for (let y = -90; y <= 90; y += 10) STEPS.push([x, y]);
STEPS.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

/** The map's groups at its zoom, of features in the order of the list: {features, point, many}. */
export function clusters(map, features) {
  const order = new Map(features.map((feature, number) => [feature, number]));
  const index = new Supercluster({ radius: TOGETHER, extent: 256, maxZoom: map.getMaxZoom() + 1 });
  index.load(features);
  const inside = (one) => one.properties.cluster ? index.getLeaves(one.properties.cluster_id, Infinity) : [one];
  return () => {
    const groups = [];
    for (const one of index.getClusters([-180, -85, 180, 85], Math.floor(map.getZoom()))) {
      let group = { features: inside(one), point: [...one.geometry.coordinates].reverse() }, near;
      // the middles of two clusters may be nearer to each other than their members are
      while ((near = groups.find((other) => apart(map, group, other) < TOGETHER))) {
        groups.splice(groups.indexOf(near), 1);
        group = joined(group, near);
      }
      groups.push(group);
    }
    for (const group of groups) {
      group.features.sort((a, b) => order.get(a) - order.get(b));
      group.many = group.features.length > 1;
    }
    return groups;
  };
}

const apart = (map, a, b) => map.latLngToLayerPoint(a.point).distanceTo(map.latLngToLayerPoint(b.point));

function joined(a, b) {
  const [m, n] = [a.features.length, b.features.length];
  return { features: [...a.features, ...b.features], point: a.point.map((value, i) => (value * m + b.point[i] * n) / (m + n)) };
}

/** The zoom that shows the group apart, or null when none does. */
export function deeper(map, { features, many }) {
  if (!many || map.getZoom() >= map.getMaxZoom()) return null;
  const bounds = new LatLngBounds(features.map(({ geometry: { coordinates: [longitude, latitude] } }) => [latitude, longitude]));
  if (bounds.getSouthWest().equals(bounds.getNorthEast())) return null;
  return Math.min(Math.max(map.getBoundsZoom(bounds.pad(0.1)), map.getZoom() + 1), map.getMaxZoom());
}

/** Move names (elements whose middle stands at their point) off the marks and off each other, as little as it takes. */
export function spread(map, names, marks) {
  const box = (point, width, height) => ({ ...map.latLngToLayerPoint(point), width, height });
  const meet = (a, b) => Math.abs(a.x - b.x) * 2 < a.width + b.width + 6 && Math.abs(a.y - b.y) * 2 < a.height + b.height + 6;
  const taken = marks.map(({ point, element }) => box(point, element.offsetWidth, element.offsetHeight));
  for (const { point, element } of names) {
    const own = box(point, element.offsetWidth, element.offsetHeight);
    const [x, y] = STEPS.find(([dx, dy]) => !taken.some((other) => meet({ ...own, x: own.x + dx, y: own.y + dy }, other))) ?? [0, 0];
    element.style.marginLeft = `${x - own.width / 2}px`;
    element.style.marginTop = `${y - own.height / 2}px`;
    taken.push({ ...own, x: own.x + x, y: own.y + y });
  }
}
