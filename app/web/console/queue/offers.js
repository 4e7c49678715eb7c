// @ts-check
export default function Placeholder() {
  return null;
}
