// Layers that can be switched off, and the marks of the legend.

const $ = (id) => document.getElementById(id);

const LAYERS = {
  "Bands": (id) => id.startsWith("band/"),
  "Edge at nominal values": (id) => id.startsWith("outline/"),
  "Cities": (id) => id.startsWith("city/"),
  Coverage: (id) => id.startsWith("coverage/"),
  "Drills and units": (id) => id.startsWith("drill/") || id.startsWith("unit/"),
  "Ground tracks": (id) => id.endsWith("/ground") && !id.startsWith("coverage/"),
  "Height lines": (id) => id.endsWith("/height"),
  "Engagement lines": (id) => id.startsWith("engagement/"),
  "Detection lines": (id) => id.startsWith("detection/"),
};

export function addLayers(source, names, changed) {
  for (const [title, belongs] of Object.entries(LAYERS)) {
    const members = source.entities.values.filter((entity) => belongs(entity.id));
    if (members.length === 0) continue;
    box(title, (on) => {
      for (const entity of members) entity.show = on;
      changed();
    });
  }
  const labeled = source.entities.values.filter((entity) => entity.label && !entity.path);
  box("Place and unit names", (on) => {
    for (const entity of labeled) entity.label.show = on;
    names.show = on;
    changed();
  });
  marks(source);
}

function box(title, switched) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "checkbox";
  input.checked = true;
  input.addEventListener("change", () => switched(input.checked));
  label.append(input, title);
  $("layers").append(label);
}

/** The legend shows the very marks that the scene uses; a mark that it does not use is left out. */
function marks(source) {
  const used = {};
  for (const entity of source.entities.values) {
    if (!entity.id.startsWith("event/") || !entity.billboard) continue;
    const { kind, result } = entity.properties.getValue(Cesium.JulianDate.now());
    used[result || kind] ??= entity.billboard.image.getValue(Cesium.JulianDate.now());
  }
  for (const slot of document.querySelectorAll("[data-mark]")) {
    const uri = used[slot.dataset.mark];
    if (uri === undefined) continue;
    const image = new Image();
    image.alt = slot.dataset.mark;
    image.src = uri.url ?? uri;
    slot.append(image);
  }
}
