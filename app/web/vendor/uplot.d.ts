// What the pages use of it.
declare const uPlot: any;
export default uPlot;
