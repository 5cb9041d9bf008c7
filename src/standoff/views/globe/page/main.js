// The globe page: reads the scene of a run, puts it on the Earth, and joins the clock, the list and the selection.

import { EventList, readEvents } from "./events.js";
import { countryNames, decode } from "./earth.js";
import { addLayers } from "./layers.js";
import { Playback } from "./playback.js";
import { Selection } from "./selection.js";
import { Viewpoints } from "./viewpoints.js";
import { makeWidget } from "./widget.js";

const $ = (id) => document.getElementById(id);

try {
  await start();
} catch (error) {
  $("message").textContent = `The globe cannot be shown: ${error.message ?? error}`;
  $("message").hidden = false;
  throw error;
}

async function start() {
  const [outlines, source] = await Promise.all([
    fetch("borders.json").then((answer) => answer.json()).then(decode),
    Cesium.CzmlDataSource.load("run/scene.czml"),
  ]);
  const widget = globe(outlines);
  await widget.dataSources.add(source);
  setClock(widget.clock, source.clock);

  const title = source.name ?? "Standoff";
  $("title").textContent = title;
  document.title = `${title} · Standoff globe`;

  const facts = source.entities.getById("scenario").properties;
  const startex = facts.startex.getValue();
  // A run plays; a footprint stands still and needs no clock, no list of events and another legend.
  const view = facts.view?.getValue() ?? "run";
  document.documentElement.dataset.view = view;
  const events = readEvents(source, startex);
  const render = () => widget.scene.requestRender();
  const names = countryNames(outlines, widget.scene);
  const viewpoints = new Viewpoints(widget, source);
  const selection = new Selection(widget, source, render);
  const playback = new Playback(widget.clock, startex, events, () => {
    list.update(playback.time);
    selection.update();
    render();
  });
  const list = new EventList(events, startex, (event) => {
    playback.jump(event.time);
    const threat = event.threat && source.entities.getById(event.threat);
    selection.choose(threat || undefined);
  });
  addLayers(source, names, render);
  widget.clock.onTick.addEventListener(() => {
    list.update(playback.time);
    selection.update();
  });
  keys(playback, list, selection, viewpoints);
  viewpoints.go(view === "run" ? "Overview" : "Above", 0);
  list.update(playback.time);

  // For tests and for the browser's console.
  globalThis.standoff = { widget, source, events, playback, list, selection, viewpoints };
  document.documentElement.dataset.ready = "true";
}

function globe(outlines) {
  const widget = makeWidget($("globe"), outlines, { maximumRenderTimeChange: 0, msaaSamples: 4 });
  widget.scene.renderError.addEventListener((_, error) => {
    $("message").textContent = `Drawing failed: ${error.message ?? error}`;
    $("message").hidden = false;
  });
  return widget;
}

function setClock(clock, wanted) {
  clock.startTime = wanted.startTime.clone();
  clock.stopTime = wanted.stopTime.clone();
  clock.currentTime = wanted.currentTime.clone();
  clock.multiplier = wanted.multiplier;
  clock.clockRange = wanted.clockRange;
  clock.clockStep = wanted.clockStep;
  clock.shouldAnimate = false;
}

function keys(playback, list, selection, viewpoints) {
  const help = $("help");
  $("help-open").addEventListener("click", () => help.showModal());
  const shown = (event) => list.shows(event);
  const actions = {
    " ": () => playback.toggle(),
    ArrowLeft: (press) => playback.jump(playback.time - playback.stride * (press.shiftKey ? 6 : 1)),
    ArrowRight: (press) => playback.jump(playback.time + playback.stride * (press.shiftKey ? 6 : 1)),
    ",": () => playback.step(-1, shown),
    ".": () => playback.step(1, shown),
    Home: () => playback.jump(0),
    End: () => playback.jump(playback.duration),
    "+": () => playback.faster(1),
    "=": () => playback.faster(1),
    "-": () => playback.faster(-1),
    Escape: () => selection.choose(undefined),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (press) => {
    if (help.open || press.ctrlKey || press.altKey || press.metaKey) return;
    // A key belongs to the control that has the focus, if the control has a use for it.
    const own = press.target.closest("select, input[type=radio], input[type=checkbox], summary");
    if (own || (press.key === " " && press.target.closest("button"))) return;
    const action = actions[press.key] ?? (/^[1-9]$/.test(press.key) ? () => viewpoints.go(Number(press.key)) : undefined);
    if (action === undefined) return;
    press.preventDefault();
    action(press);
  });
}
