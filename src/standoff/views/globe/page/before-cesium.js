// CesiumJS holds a copy of Knockout, which asks eval for the global object when it is loaded. The page's security policy
// forbids eval, so this answers that one question and then steps aside.
const forbidden = globalThis.eval;
globalThis.eval = (text) => {
  globalThis.eval = forbidden;
  return text === "this" ? globalThis : forbidden(text);
};
