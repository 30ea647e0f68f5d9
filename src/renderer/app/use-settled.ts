import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a while (milliseconds): what is typed or clicked quickly is asked once. */
export function useSettled<T>(value: T, ms = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
