// What pages find in a window beside what browsers have.
interface Window {
  Otklik?: any;
}
