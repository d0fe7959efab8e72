// A module of Node that is imported and never used here.
export default {};
