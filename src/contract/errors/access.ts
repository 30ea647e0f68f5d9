import { type ErrorEntry, refused } from './entry.ts';

/** Who may. */
export const ACCESS_ERRORS = {
  NOT_SIGNED_IN: {
    ...refused('This needs a sign-in.', 'Sign in, or run the command as the user who runs the control service.'),
    status: 401,
    exit: 7,
  },
  NOT_ALLOWED: { ...refused('Your role does not allow this.', 'Ask an administrator.'), status: 403, exit: 7 },
  REQUEST_FORGED: {
    ...refused(
      'The request came from somewhere else than from its own page.',
      'Open the page again and repeat the action there.',
    ),
    status: 403,
    exit: 7,
  },
  LINK_USED: {
    ...refused('This sign-in link was used already, or is too old.', 'Start the console again for a new link.'),
    status: 403,
    exit: 7,
  },

  RELEASE_LINK_INVALID: {
    ...refused('This link is not valid any more.', 'Ask for a new one on the page Client Activations.'),
    status: 403,
    exit: 7,
  },
} as const satisfies Record<string, ErrorEntry>;
