// What is picked: its name, its facts, and where it is now.

const { Cartesian3, Cartographic, JulianDate } = Cesium;

const $ = (id) => document.getElementById(id);
const ALLOWED = new Set(["P", "TABLE", "TBODY", "TR", "TH", "TD", "B", "EM", "UL", "LI"]);

export class Selection {
  constructor(widget, source, changed) {
    this.widget = widget;
    this.source = source;
    this.changed = changed;
    this.entity = undefined;
    $("deselect").addEventListener("click", () => this.choose(undefined));
    $("follow").addEventListener("click", () => this.follow(this.widget.trackedEntity !== this.entity));
    widget.screenSpaceEventHandler.removeInputAction(Cesium.ScreenSpaceEventType.LEFT_DOUBLE_CLICK);
    widget.screenSpaceEventHandler.setInputAction((click) => this.pick(click.position), Cesium.ScreenSpaceEventType.LEFT_CLICK);
    this.choose(undefined);
  }

  pick(position) {
    const found = this.widget.scene.pick(position)?.id;
    this.choose(found?.id === undefined ? undefined : this.speakingFor(found));
  }

  /** Lines and shadows speak for the thing that they belong to. */
  speakingFor(entity) {
    if (entity.description === undefined && entity.parent) return entity.parent;
    const threat = entity.properties?.threat?.getValue(this.widget.clock.currentTime);
    return (threat && this.source.entities.getById(threat)) || entity;
  }

  choose(entity) {
    this.entity = entity;
    const shown = entity ?? this.source.entities.getById("scenario");
    $("selected-name").textContent = entity ? entity.name : "Scenario";
    const html = shown?.description?.getValue(this.widget.clock.currentTime) ?? "";
    $("selected-text").replaceChildren(...safe(html));
    $("deselect").hidden = entity === undefined;
    $("selection").scrollTop = 0;
    if (entity === undefined) this.follow(false);
    this.update();
    this.changed(entity);
  }

  follow(on) {
    this.widget.trackedEntity = on ? this.entity : undefined;
    $("follow").textContent = on ? "Stop following" : "Follow";
    this.widget.scene.requestRender();
  }

  /** Height and speed of what is picked while it flies. */
  update() {
    const now = this.widget.clock.currentTime;
    const ends = this.entity?.properties?.ends_s?.getValue(now);
    const here = ends === undefined ? undefined : this.entity.position?.getValue(now);
    const before = here && this.entity.position.getValue(JulianDate.addSeconds(now, -1, new JulianDate()));
    const flying = Boolean(here && before && !Cartesian3.equalsEpsilon(here, before, 0, 1));
    $("follow").hidden = here === undefined;
    $("selected-now").hidden = !flying;
    if (!flying) return;
    const height = Cartographic.fromCartesian(here).height / 1000;
    const speed = Cartesian3.distance(here, before) / 1000;
    $("selected-now").textContent = `Now ${height.toFixed(height < 10 ? 1 : 0)} km up at ${speed.toFixed(1)} km/s over the Earth`;
  }
}

/** Elements of a description with nothing in them but text and tables: no attributes, no other tags. */
function safe(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  return [...parsed.childNodes].flatMap(copy);
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const children = [...node.childNodes].flatMap(copy);
  if (!ALLOWED.has(node.tagName)) return children;
  const element = document.createElement(node.tagName);
  element.append(...children);
  return [element];
}
