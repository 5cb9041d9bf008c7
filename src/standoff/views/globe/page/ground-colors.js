// The colors of the ground, on the globe and on the flat map.

export const OCEAN = "#10202d";
export const LAND = "#273642";
export const COAST = "#6d8496";
export const BORDER = "#4c5d6b";
export const GRATICULE = "#1a2d3b";
