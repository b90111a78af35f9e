/**
 * JSON as a tree that can also hold what JSON forbids. A node is {pairs: [[name, node] …]}, {items: [node …]} or
 * {raw: text}; a name is the text of its string with quotes and escapes.
 */
export function plant(value) {
  if (Array.isArray(value)) return { items: value.map(plant) };
  if (value !== null && typeof value === 'object') {
    return { pairs: Object.entries(value).map(([name, field]) => [JSON.stringify(name), plant(field)]) };
  }
  return { raw: JSON.stringify(value) };
}

export function text(node) {
  if (node.raw !== undefined) return node.raw;
  if (node.items) return `[${node.items.map(text).join(',')}]`;
  return `{${node.pairs.map(([name, field]) => `${name}:${text(field)}`).join(',')}}`;
}

export const copy = (node) => {
  if (node.raw !== undefined) return { raw: node.raw };
  if (node.items) return { items: node.items.map(copy) };
  return { pairs: node.pairs.map(([name, field]) => [name, copy(field)]) };
};

/** Every node of the tree with its parent, the root first. */
export function* nodes(node, parent = null) {
  yield { node, parent };
  const children = node.items ?? node.pairs?.map(([, field]) => field) ?? [];
  for (const child of children) yield* nodes(child, node);
}

/** A field of an object by its plain name, or undefined. */
export const field = (node, name) => node.pairs?.find(([own]) => own === JSON.stringify(name))?.[1];

/** The text that a string node spells, or undefined. */
export function spelled(node) {
  try {
    const value = node?.raw?.startsWith('"') ? JSON.parse(node.raw) : undefined;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
