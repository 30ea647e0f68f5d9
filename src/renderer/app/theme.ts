/** The look (INTERFACES 4): a calm, dense desktop tool. Light and dark follow the system unless somebody chose. */
import { createTheme } from '@mui/material/styles';

export type ThemeChoice = 'system' | 'light' | 'dark';
export const THEME_STORAGE_KEY = 'seatkeeper-theme';
const SCHEME_ATTRIBUTE = 'data-theme';

export const MONOSPACE = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace';

declare module '@mui/material/styles' {
  interface Palette {
    /** Behind what changes many things at once. */
    bulk: { readonly main: string; readonly edge: string };
  }
  interface PaletteOptions {
    bulk: { readonly main: string; readonly edge: string };
  }
}

const light = {
  primary: { main: '#1f5aa6', contrastText: '#ffffff' },
  error: { main: '#b3261e' },
  warning: { main: '#8a5200' },
  success: { main: '#1d6b3a' },
  info: { main: '#1f5aa6' },
  background: { default: '#f3f4f6', paper: '#ffffff' },
  text: { primary: '#1b1e23', secondary: '#555b66' },
  divider: '#dcdfe4',
  bulk: { main: '#fff4c2', edge: '#a67c00' },
  action: { hover: 'rgba(27, 30, 35, 0.04)', selected: 'rgba(31, 90, 166, 0.10)' },
};
const dark = {
  primary: { main: '#8ab6f5', contrastText: '#10151c' },
  error: { main: '#ff9088' },
  warning: { main: '#f0b860' },
  success: { main: '#7fcf9b' },
  info: { main: '#8ab6f5' },
  background: { default: '#15181c', paper: '#1d2126' },
  text: { primary: '#e7e9ec', secondary: '#a9b0ba' },
  divider: '#363c44',
  bulk: { main: '#3b3410', edge: '#d9b23a' },
  action: { hover: 'rgba(255, 255, 255, 0.05)', selected: 'rgba(138, 182, 245, 0.14)' },
};

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: `[${SCHEME_ATTRIBUTE}="%s"]`, nativeColor: false },
  colorSchemes: { light: { palette: light }, dark: { palette: dark } },
  shape: { borderRadius: 4 },
  typography: {
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
    h1: { fontSize: '1.25rem', fontWeight: 600, lineHeight: 1.4 },
    h2: { fontSize: '1rem', fontWeight: 600, lineHeight: 1.5 },
    h3: { fontSize: '0.875rem', fontWeight: 600, lineHeight: 1.5 },
    body1: { fontSize: '0.875rem', lineHeight: 1.5 },
    body2: { fontSize: '0.8125rem', lineHeight: 1.5 },
    caption: { fontSize: '0.75rem', lineHeight: 1.4 },
    button: { fontSize: '0.8125rem', fontWeight: 500, lineHeight: 1.5, textTransform: 'none' },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        // The base style has children inherit it, so that whatever moves has all below it styled anew: measured, 40 ms a frame.
        '*, *::before, *::after': { boxSizing: 'border-box' },
        'html, body, #root': { height: '100%' },
        body: { fontSize: '0.875rem', fontVariantNumeric: 'tabular-nums' },
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
        },
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: { root: ({ theme: t }) => ({ '&:focus-visible': focusRing(t.vars?.palette.primary.main) }) },
    },
    MuiButton: {
      defaultProps: { size: 'small', variant: 'outlined', color: 'inherit', disableElevation: true },
      styleOverrides: {
        root: { minHeight: 32, padding: '4px 12px', whiteSpace: 'nowrap' },
        outlined: ({ theme: t }) => ({ borderColor: t.vars?.palette.divider }),
      },
    },
    MuiIconButton: { defaultProps: { size: 'small' } },
    MuiInputBase: { styleOverrides: { root: { fontSize: '0.875rem' } } },
    MuiDialog: { defaultProps: { transitionDuration: 0 } },
    MuiDialogTitle: { styleOverrides: { root: { fontSize: '1rem', fontWeight: 600, padding: '12px 16px' } } },
    MuiDialogContent: { styleOverrides: { root: { padding: '0 16px 16px' } } },
    MuiDialogActions: { styleOverrides: { root: { padding: '12px 16px' } } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiTooltip: { defaultProps: { enterDelay: 400 }, styleOverrides: { tooltip: { fontSize: '0.75rem' } } },
    MuiAlert: {
      styleOverrides: {
        root: { fontSize: '0.8125rem', padding: '2px 12px' },
        message: { padding: '6px 0' },
        icon: { padding: '6px 0', fontSize: 20 },
        action: { padding: 0, alignItems: 'center' },
      },
    },
  },
});

/** A visible focus for everything that can have it. */
export function focusRing(color: string | undefined): Record<string, string | number> {
  return { outline: `2px solid ${color ?? 'currentColor'}`, outlineOffset: 1 };
}

/** Without this the window would flash in the light scheme: React sets the attribute only after the first paint. */
export function showSchemeBeforeFirstPaint(): void {
  const chosen = localStorage.getItem(THEME_STORAGE_KEY);
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute(SCHEME_ATTRIBUTE, chosen === 'light' || chosen === 'dark' ? chosen : system);
}
