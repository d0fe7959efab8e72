import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';

/** How tightly an expression holds together: what is looser than its place asks needs parentheses. */
const BINARY: Readonly<Record<string, number>> = {
  '??': 3,
  '||': 3,
  '&&': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '==': 8,
  '!=': 8,
  '===': 8,
  '!==': 8,
  '<': 9,
  '>': 9,
  '<=': 9,
  '>=': 9,
  in: 9,
  instanceof: 9,
  '<<': 10,
  '>>': 10,
  '>>>': 10,
  '+': 11,
  '-': 11,
  '*': 12,
  '/': 12,
  '%': 12,
  '**': 13,
};
const SEQUENCE = 0;
const ASSIGNMENT = 1;
const CONDITIONAL = 2;
const SHORT_CIRCUIT = 3;
const RELATIONAL = 9;
const UNARY = 14;
const UPDATE = 15;
const CALL = 16;
const PRIMARY = 17;

/** Whether a text must be put in parentheses where this expression stands now. */
export function needsParentheses(node: TSESTree.Expression, text: string): boolean {
  const expression = parse(text);
  if (expression === undefined) return true;
  return tightness(expression) < tightnessAsked(node) || isMisread(node, text, expression);
}

/** The expression a text is; nothing where it is none, or more. */
function parse(text: string): ts.Expression | undefined {
  const head = 'async function* f() { return (';
  const file = ts.createSourceFile('edit.ts', `${head}${text}) }`, ts.ScriptTarget.Latest, true);
  const [fn] = file.statements;
  const [statement] = fn && ts.isFunctionDeclaration(fn) ? (fn.body?.statements ?? []) : [];
  const whole = statement && ts.isReturnStatement(statement) ? statement.expression : undefined;
  return whole && ts.isParenthesizedExpression(whole) && whole.end === head.length + text.length + 1
    ? whole.expression
    : undefined;
}

/** Whether `await` in front of this expression would take only a part of it. */
export function isLooserThanAwait(text: string): boolean {
  const expression = parse(text);
  return expression === undefined || tightness(expression) < UNARY;
}

function tightness(expression: ts.Expression): number {
  if (ts.isBinaryExpression(expression)) {
    const operator = ts.tokenToString(expression.operatorToken.kind) ?? ',';
    return BINARY[operator] ?? (operator === ',' ? SEQUENCE : ASSIGNMENT);
  }
  if (ts.isArrowFunction(expression) || ts.isYieldExpression(expression)) return ASSIGNMENT;
  if (ts.isConditionalExpression(expression)) return CONDITIONAL;
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)) return RELATIONAL;
  if (
    ts.isPrefixUnaryExpression(expression) ||
    ts.isAwaitExpression(expression) ||
    ts.isTypeOfExpression(expression) ||
    ts.isVoidExpression(expression) ||
    ts.isDeleteExpression(expression) ||
    ts.isTypeAssertionExpression(expression)
  ) {
    return UNARY;
  }
  if (ts.isPostfixUnaryExpression(expression)) return UPDATE;
  if (ts.isNewExpression(expression) && expression.arguments === undefined) return UPDATE;
  if (ts.isCallExpression(expression)) return CALL;
  return PRIMARY;
}

function tightnessAsked(node: TSESTree.Expression): number {
  const { parent } = node;
  switch (parent.type) {
    case AST_NODE_TYPES.ArrayExpression:
    case AST_NODE_TYPES.ArrowFunctionExpression:
    case AST_NODE_TYPES.AssignmentExpression:
    case AST_NODE_TYPES.AssignmentPattern:
    case AST_NODE_TYPES.ExportDefaultDeclaration:
    case AST_NODE_TYPES.ForOfStatement:
    case AST_NODE_TYPES.ImportExpression:
    case AST_NODE_TYPES.JSXExpressionContainer:
    case AST_NODE_TYPES.JSXSpreadAttribute:
    case AST_NODE_TYPES.Property:
    case AST_NODE_TYPES.PropertyDefinition:
    case AST_NODE_TYPES.AccessorProperty:
    case AST_NODE_TYPES.SequenceExpression:
    case AST_NODE_TYPES.SpreadElement:
    case AST_NODE_TYPES.VariableDeclarator:
    case AST_NODE_TYPES.YieldExpression:
      return ASSIGNMENT;
    case AST_NODE_TYPES.DoWhileStatement:
    case AST_NODE_TYPES.ExpressionStatement:
    case AST_NODE_TYPES.ForInStatement:
    case AST_NODE_TYPES.ForStatement:
    case AST_NODE_TYPES.IfStatement:
    case AST_NODE_TYPES.ReturnStatement:
    case AST_NODE_TYPES.SwitchCase:
    case AST_NODE_TYPES.SwitchStatement:
    case AST_NODE_TYPES.TemplateLiteral:
    case AST_NODE_TYPES.ThrowStatement:
    case AST_NODE_TYPES.WhileStatement:
      return SEQUENCE;
    case AST_NODE_TYPES.ConditionalExpression:
      return node === parent.test ? SHORT_CIRCUIT : ASSIGNMENT;
    case AST_NODE_TYPES.BinaryExpression:
    case AST_NODE_TYPES.LogicalExpression: {
      const own = BINARY[parent.operator] ?? PRIMARY;
      if (parent.operator === '**') return node === parent.left ? UPDATE : own;
      return node === parent.left ? own : own + 1;
    }
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
      return RELATIONAL;
    case AST_NODE_TYPES.AwaitExpression:
    case AST_NODE_TYPES.TSTypeAssertion:
    case AST_NODE_TYPES.UnaryExpression:
      return UNARY;
    case AST_NODE_TYPES.CallExpression:
      return node === parent.callee ? CALL : ASSIGNMENT;
    case AST_NODE_TYPES.NewExpression:
      return node === parent.callee ? PRIMARY : ASSIGNMENT;
    case AST_NODE_TYPES.MemberExpression:
      return node === parent.object ? CALL : SEQUENCE;
    case AST_NODE_TYPES.ClassDeclaration:
    case AST_NODE_TYPES.ClassExpression:
    case AST_NODE_TYPES.TaggedTemplateExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
      return CALL;
    default:
      return PRIMARY;
  }
}

/** Where the grammar reads a text in another way than its operators say. */
function isMisread(node: TSESTree.Expression, text: string, expression: ts.Expression): boolean {
  const { parent } = node;
  if (parent.type === AST_NODE_TYPES.LogicalExpression && ts.isBinaryExpression(expression)) {
    const kind = expression.operatorToken.kind;
    const isLogical = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (parent.operator === '??' ? isLogical : kind === ts.SyntaxKind.QuestionQuestionToken) return true;
  }
  const isHead =
    (parent.type === AST_NODE_TYPES.MemberExpression && node === parent.object) ||
    (parent.type === AST_NODE_TYPES.CallExpression && node === parent.callee) ||
    ('superClass' in parent && node === parent.superClass) ||
    parent.type === AST_NODE_TYPES.TSNonNullExpression ||
    parent.type === AST_NODE_TYPES.TaggedTemplateExpression;
  // `a?.b` in front of `.c` would end the whole chain where it ended `a?.b` alone; `1.x` is no member.
  if (isHead && (ts.isOptionalChain(expression) || ts.isNumericLiteral(expression))) return true;
  if (parent.type === AST_NODE_TYPES.NewExpression && node === parent.callee) return !/^[\w$.]+$/.test(text);
  if (parent.type === AST_NODE_TYPES.Decorator) return !/^[\w$.]+$/.test(text);
  return /^(?:\{|(?:async\s+)?function\b|class\b|let\b)/.test(text) && startsStatement(node);
}

/** Whether a statement, a default export or an arrow's body starts with this node, where a brace or `function` means something else. */
function startsStatement(node: TSESTree.Node): boolean {
  let inner = node;
  while (inner.parent && inner.range[0] === node.range[0]) {
    const outer: TSESTree.Node = inner.parent;
    if (outer.type === AST_NODE_TYPES.ArrowFunctionExpression) return inner === outer.body;
    if (outer.type === AST_NODE_TYPES.ExportDefaultDeclaration) return true;
    if (outer.type === AST_NODE_TYPES.ExpressionStatement) return outer.range[0] === node.range[0];
    inner = outer;
  }
  return false;
}
