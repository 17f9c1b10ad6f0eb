// anywidget's runtime is published as an AMD module; this is the `define` it finds.
export let factory;
export function define(_names, made) {
  factory = made;
}
