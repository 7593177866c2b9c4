/** What the library of curves asks for and browsers of 2018 do not have. INVARIANT: imported before it. */
if (typeof Reflect.get(Object, 'hasOwn') !== 'function')
  Object.defineProperty(Object, 'hasOwn', {
    value: (of: object, name: string): boolean => Object.prototype.hasOwnProperty.call(of, name),
    configurable: true,
    writable: true,
  });
