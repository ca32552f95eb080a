import type { SchemaElement, SchemaTree } from 'hyparquet';

/** What all kinds of values have in a schema. */
interface Place {
  name: string;
  /** The path as people write it, without the layers that lists are made of. */
  path: string;
  /** The definition level from which on the value is there; below it, it is null. */
  present: number;
  /** Numbers of the first leaf below it, and of the one behind the last. */
  leaves: readonly [from: number, to: number];
}

/** A value that is stored as such. */
export interface LeafNode extends Place {
  kind: 'leaf';
  element: SchemaElement;
  /** The repetition level of a value that goes on with the innermost list. */
  repeated: number;
}
export interface StructNode extends Place {
  kind: 'struct';
  fields: readonly TableNode[];
}
export interface ListNode extends Place {
  kind: 'list';
  item: TableNode;
  /** The definition level from which on there is an item. */
  filled: number;
  /** The repetition level of its second and further items. */
  repeated: number;
}
export interface MapNode extends Place {
  kind: 'map';
  key: TableNode;
  value: TableNode | undefined;
  filled: number;
  repeated: number;
}
/** A column of a table as JSON has it, or a part of one. */
export type TableNode = LeafNode | StructNode | ListNode | MapNode;

/** Layers that a schema may have: a level has a byte, and no record that is read here nests as deep. */
const MAX_DEPTH = 200;

/** The levels that a value has at least, where it stands. */
interface Levels {
  definition: number;
  repetition: number;
}

/**
 * The columns of a table. Lists and maps are found in the forms that they have been written in since
 * there is Parquet (its LogicalTypes.md, "Nested Types", with the rules for backward compatibility).
 *
 * @throws Error for a schema that is none
 */
export function columnsOf(root: SchemaTree): readonly TableNode[] {
  let leaf = 0;

  const node = (tree: SchemaTree, levels: Levels, path: string, name: string): TableNode => {
    const { definition, repetition } = levels;
    const { repetition_type: type } = tree.element;
    // Repeated by itself: a list that is never null, of what it would be alone.
    if (type === 'REPEATED') return list(levels, path, name, each => value(tree, each, path, name));
    const own = { definition: definition + (type === 'OPTIONAL' ? 1 : 0), repetition };
    return value(tree, own, path, name);
  };

  const list = (
    { definition, repetition }: Levels,
    path: string,
    name: string,
    itemOf: (levels: Levels) => TableNode,
  ): ListNode => {
    const inner = { definition: definition + 1, repetition: repetition + 1 };
    const from = leaf;
    const item = itemOf(inner);
    return {
      kind: 'list',
      ...{ name, path, item, present: definition },
      ...{ filled: inner.definition, repeated: inner.repetition, leaves: [from, leaf] },
    };
  };

  const value = (tree: SchemaTree, levels: Levels, path: string, name: string): TableNode => {
    const { definition: present, repetition } = levels;
    const { element, children } = tree;
    if (tree.path.length > MAX_DEPTH) throw new Error(`columns of more than ${MAX_DEPTH} layers`);
    if (children.length === 0) {
      if (!element.type) throw new Error(`the group ${path} has no fields`);
      const from = leaf++;
      return {
        kind: 'leaf',
        ...{ name, path, element, present, repeated: repetition, leaves: [from, leaf] },
      };
    }
    const [repeated] = children;
    if (children.length === 1 && repeated?.element.repetition_type === 'REPEATED') {
      if (isMap(element, repeated)) return map(repeated, levels, path, name);
      if (isList(element)) {
        return list(levels, path, name, inner =>
          isItem(repeated, tree)
            ? value(repeated, inner, path, repeated.element.name)
            : node(repeated.children[0]!, inner, path, repeated.children[0]!.element.name),
        );
      }
    }
    const from = leaf;
    const fields = children.map(child =>
      node(child, levels, `${path}.${child.element.name}`, child.element.name),
    );
    return { kind: 'struct', ...{ name, path, present, fields, leaves: [from, leaf] } };
  };

  const map = (pairs: SchemaTree, levels: Levels, path: string, name: string): MapNode => {
    const { definition, repetition } = levels;
    const inner = { definition: definition + 1, repetition: repetition + 1 };
    const from = leaf;
    const [keyTree, valueTree] = pairs.children;
    const key = node(keyTree!, inner, `${path}.key`, 'key');
    const found = valueTree && node(valueTree, inner, `${path}.value`, 'value');
    return {
      kind: 'map',
      ...{ name, path, key, value: found, present: definition },
      ...{ filled: inner.definition, repeated: inner.repetition, leaves: [from, leaf] },
    };
  };

  return root.children.map(child =>
    node(child, { definition: 0, repetition: 0 }, child.element.name, child.element.name),
  );
}

const isList = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  converted === 'LIST' || logical?.type === 'LIST';

const isMap = (
  { converted_type: converted, logical_type: logical }: SchemaElement,
  pairs: SchemaTree,
): boolean =>
  (converted === 'MAP' || converted === 'MAP_KEY_VALUE' || logical?.type === 'MAP') &&
  (pairs.children.length === 1 || pairs.children.length === 2);

/** Whether what is repeated in a list is an item itself, as old writers have it, and no layer around one. */
function isItem({ element, children }: SchemaTree, { element: { name } }: SchemaTree): boolean {
  if (children.length !== 1) return true;
  if (children[0]?.element.repetition_type === 'REPEATED') return true;
  return element.name === 'array' || element.name === `${name}_tuple`;
}

/** The leaves of columns, in order. */
export const leavesOf = (nodes: readonly TableNode[]): LeafNode[] =>
  nodes.flatMap(node => {
    if (node.kind === 'leaf') return [node];
    if (node.kind === 'struct') return leavesOf(node.fields);
    if (node.kind === 'list') return leavesOf([node.item]);
    return leavesOf(node.value ? [node.key, node.value] : [node.key]);
  });
