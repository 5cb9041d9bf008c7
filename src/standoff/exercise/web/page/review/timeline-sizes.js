// Sizes of the parts of the time line, CSS pixels.

/** Width of the names of lanes. */
export const LABELS = 128;

/** Height of the axis, where the playhead is dragged. */
export const AXIS = 22;

/** Height of the whole exercise below the lanes. */
export const MAP = 24;
