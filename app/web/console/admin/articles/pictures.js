// @ts-check
/** Files that are pasted, dropped or chosen while a text is written: uploaded, given to the article, shown where the caret is. */
import { useEffect, useRef, useState } from "../../../shared/view.js";
import { api } from "../setup/base.js";

/** @typedef {{name: string, share: number}} Uploading */

/**
 * @param {string} articleId
 * @param {(markdown: string) => void} insert
 */
export function usePictures(articleId, insert) {
  const [uploading, setUploading] = useState(/** @type {Uploading[]} */ ([]));
  const [addresses, setAddresses] = useState(/** @type {ReadonlyMap<string, string>} */ (new Map()));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const made = useRef(/** @type {string[]} */ ([]));
  useEffect(() => () => made.current.forEach((address) => URL.revokeObjectURL(address)), []);
  const one = async (/** @type {File} */ file) => {
    setUploading((old) => [...old, { name: file.name, share: 0 }]);
    const progress = (/** @type {number} */ share) => setUploading((old) => old.map((entry) => (entry.name === file.name ? { ...entry, share } : entry)));
    try {
      const attachment = await api.upload(file, { onprogress: progress });
      const given = await api.post(`/v1/articles/${articleId}/files`, { attachment_id: attachment.id });
      const address = URL.createObjectURL(file);
      made.current.push(address);
      setAddresses((old) => new Map(old).set(given.id, address));
      insert(given.markdown);
      setProblem(null);
    } catch (error) {
      setProblem(error);
    } finally {
      setUploading((old) => old.filter((entry) => entry.name !== file.name));
    }
  };
  const take = async (/** @type {Iterable<File>} */ files) => {
    // One after the other: they stand in the text in the order in which they were given.
    for (const file of files) await one(file);
  };
  const from = (/** @type {DataTransfer|null} */ data, /** @type {Event} */ event) => {
    if (!data?.files.length) return;
    event.preventDefault();
    take([...data.files]);
  };
  return {
    uploading,
    addresses,
    problem,
    take,
    onPaste: (/** @type {ClipboardEvent} */ event) => from(event.clipboardData, event),
    onDrop: (/** @type {DragEvent} */ event) => from(event.dataTransfer, event),
  };
}
