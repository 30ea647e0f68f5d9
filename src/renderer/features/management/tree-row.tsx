import { mdiChevronDown, mdiChevronRight, mdiDomain, mdiServer } from '@mdi/js';
import type { MouseEvent } from 'react';
import type { AccountRow } from '../../../contract/schemas.ts';
import { number } from '../../ui/format.ts';
import { HIDDEN } from '../../ui/hidden.ts';
import { accountLook } from './account-look.ts';
import type { ViewRow } from './view.ts';

export const TREE_ROW_HEIGHT = 26;
const INDENT = 18;

interface TreeRowProps {
  readonly id: string;
  readonly row: ViewRow;
  readonly top: number;
  /** Results of a search: full addresses, no levels. */
  readonly flat: boolean;
  /** Of all domains. */
  readonly accounts: number | undefined;
  readonly selected: boolean;
  readonly active: boolean;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: () => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

// Plain elements: hundreds of them come and go while somebody scrolls.
export function TreeRow(props: TreeRowProps) {
  const { row, flat } = props;
  const { expanded } = row;
  const left = flat ? 8 : 4 + (row.level - 1) * INDENT;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles keys
    <div
      id={props.id}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={props.selected}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      data-active={props.active}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
      onContextMenu={props.onContextMenu}
      style={{ transform: `translateY(${props.top}px)`, paddingLeft: left }}
    >
      {!flat && row.level < 3 && (
        <span data-twist={row.level === 2 || undefined} className="twist">
          {row.level === 2 && <Glyph path={expanded ? mdiChevronDown : mdiChevronRight} />}
        </span>
      )}
      {!flat && row.level === 3 && <span className="twist" />}
      <Label {...props} />
    </div>
  );
}

/** `title`: shown to the pointer; others hear it with the row. */
const Glyph = ({ path, title }: { readonly path: string; readonly title?: string | undefined }) => (
  <svg viewBox="0 0 24 24" aria-hidden>
    {title !== undefined && <title>{title}</title>}
    <path d={path} />
  </svg>
);

function AccountLabel({ account, flat }: { readonly account: AccountRow; readonly flat: boolean }) {
  const { path, type, disabled } = accountLook(account);
  return (
    <>
      <Glyph path={path} title={type} />
      <span className="name" data-quiet={disabled || type !== undefined}>
        {flat ? account.address : account.address.slice(0, account.address.lastIndexOf('@'))}
        {account.name && <small>{account.name}</small>}
      </span>
      {type !== undefined && <span style={HIDDEN}>, {type}</span>}
      {disabled && (
        <>
          <span style={HIDDEN}>, disabled</span>
          <span className="count" aria-hidden>
            disabled
          </span>
        </>
      )}
    </>
  );
}

function Label({ row, flat, accounts }: TreeRowProps) {
  const { account, domain, level } = row;
  if (account) return <AccountLabel account={account} flat={flat} />;
  if (!flat && level === 1) {
    return (
      <>
        <Glyph path={mdiServer} />
        <span className="name">All domains</span>
        <span className="count">
          {accounts === undefined ? '' : `(${number(accounts)} ${accounts === 1 ? 'account' : 'accounts'})`}
        </span>
      </>
    );
  }
  if (!domain) return <span className="name">…</span>;
  return (
    <>
      <Glyph path={mdiDomain} />
      <span className="name">{domain.name}</span>
      <span className="count">
        {number(domain.accounts)}
        <span style={HIDDEN}>{domain.accounts === 1 ? ' account' : ' accounts'}</span>
      </span>
    </>
  );
}

export const treeStyle = {
  flex: 1,
  minHeight: 0,
  overflow: 'auto',
  fontSize: '0.8125rem',
  userSelect: 'none',
  '& > div': { position: 'relative' },
  '& .block': { position: 'absolute', top: 0, left: 0, right: 0, willChange: 'transform' },
  '& [role="treeitem"]': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    height: TREE_ROW_HEIGHT,
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    paddingRight: '12px',
    whiteSpace: 'nowrap',
    cursor: 'default',
    contain: 'strict',
  },
  '& svg': { width: 16, height: 16, flex: 'none', fill: 'currentColor', opacity: 0.75 },
  '& .twist': { width: 18, height: 18, flex: 'none', display: 'grid', placeItems: 'center' },
  '& .name': { overflow: 'hidden', textOverflow: 'ellipsis', flex: '0 1 auto', lineHeight: 1.6 },
  '& .name[data-quiet="true"]': { color: 'text.secondary' },
  '& small': { fontSize: '0.75rem', color: 'text.secondary', marginLeft: '8px' },
  '& .count': { color: 'text.secondary', fontSize: '0.75rem', marginLeft: 'auto', paddingLeft: '8px', flex: 'none' },
  '& [role="treeitem"]:hover': { backgroundColor: 'action.hover' },
  '& [role="treeitem"][aria-selected="true"]': { backgroundColor: 'action.selected' },
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
  '&:focus-within [data-active="true"], &:focus [data-active="true"]': {
    boxShadow: (theme: { vars?: { palette: { primary: { main: string } } } }) =>
      `inset 0 0 0 1px ${theme.vars?.palette.primary.main ?? 'currentColor'}`,
  },
} as const;
