/** Below a list: the chosen row in full. */
export const detailsBox = {
  height: 'clamp(96px, 26vh, 220px)',
  flex: 'none',
  overflow: 'auto',
  borderTop: '1px solid',
  borderColor: 'divider',
  pt: 1,
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
} as const;
