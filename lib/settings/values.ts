import type { Kind } from '../values/kind.js';
import type { CommandName } from './commands.js';
import type { SETTINGS, SettingName } from './table.js';

type Row<N extends SettingName> = (typeof SETTINGS)[N];

type Plain<S> = S extends { readonly kind: Kind<infer T> } ? T : never;

/** Whether a setting has a value in a command whatever is given. */
type IsThere<S, C> = S extends { readonly default: unknown }
  ? true
  : S extends { readonly required: readonly (infer R)[] }
    ? C extends R
      ? true
      : false
    : false;

/** The settings that a command takes. */
export type NameIn<C extends CommandName> = {
  [N in SettingName]: C extends Row<N>['commands'][number] ? N : never;
}[SettingName];

/** A command's settings, resolved. */
export type SettingsOf<C extends CommandName> = {
  [N in NameIn<C>]: IsThere<Row<N>, C> extends true ? Plain<Row<N>> : Plain<Row<N>> | undefined;
};

/** What may be given of a command's settings. */
export type GivenTo<C extends CommandName> = {
  [N in NameIn<C>]?: Plain<Row<N>> | undefined;
};
