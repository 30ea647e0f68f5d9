/** Addresses that hold a password, as they may be shown: `smtp://user:***@host`. */
export const hidePassword = (address: string): string => address.replace(/(?<=:\/\/[^\s/@:]*:)[^\s/]*(?=@)/g, '***');
