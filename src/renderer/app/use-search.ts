import { useState } from 'react';
import { useSettled } from './use-settled.ts';

/** What is typed, and what is searched for once somebody stops typing. */
export function useSearch() {
  const [typed, setTyped] = useState('');
  return { typed, setTyped, search: useSettled(typed.trim()) };
}
