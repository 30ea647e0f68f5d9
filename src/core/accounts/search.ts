/** Searches for a part of an address or a name: in any case, however its characters were composed. */

/** Of what is searched, and of what is searched for. */
export const prepareSearch = (text: string): string => text.toLowerCase().normalize('NFC');

/** As a person types it, prepared; empty: everything is found. */
export const searchKey = (typed: string): string => prepareSearch(typed.trim());
