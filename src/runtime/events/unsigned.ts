// Little-endian numbers without a sign. By the getters for numbers with one: V8's middle tier compiles those into a load, and calls a function for
// getUint32 and getUint16 (maglev-graph-builder.cc), which most of the code that reads events would do for half of a run.

export function u32At(view: DataView, at: number): number {
  return view.getInt32(at, true) >>> 0;
}

export function u16At(view: DataView, at: number): number {
  return view.getInt16(at, true) & 0xffff;
}
