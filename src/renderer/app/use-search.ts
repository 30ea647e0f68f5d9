import { useEffect, useState } from 'react';

/** Milliseconds. */
const TYPING_PAUSE = 200;

/** What is typed, and what is searched for once somebody stops typing. */
export function useSearch() {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return { typed, setTyped, search };
}
