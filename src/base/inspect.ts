/** Node's util.inspect asks objects through this symbol; it is global, so no node: import is needed. */
export const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
