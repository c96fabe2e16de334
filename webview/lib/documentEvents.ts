// Events of the whole page, heard as long as a component is shown.

import { useEffect } from "preact/hooks";

/** `listener` may use `model` alone: it is kept until another model is given. */
export function useDocumentEvent<Name extends keyof DocumentEventMap>(
  name: Name,
  listener: (event: DocumentEventMap[Name]) => void,
  model: unknown,
): void {
  useEffect(() => {
    document.addEventListener(name, listener);
    return () => document.removeEventListener(name, listener);
  }, [name, model]);
}
