/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// A dotenv file is a list of lines; only a quoted value spans several. What a
// line is can be told only by reading ahead (a name needs its `=`, a quote its
// other end), so src/scanner.c reads ahead and this file arranges its tokens.
// The scanner gives every line a token, so the parser never meets an error.
module.exports = grammar({
  name: 'dotenv',

  // The order is that of the enum in src/scanner.c.
  externals: $ => [
    $._export,
    $._name,
    $._bad_text,
    $.comment,
    $._single_open,
    $._double_open,
    $._backtick_open,
    $._broken_open,
    $._unquoted_text,
    $._single_text,
    $._double_text,
    $._backtick_text,
    $._default_text,
    $._dollar,
    $._dollar_brace,
  ],

  // The blanks of the reference reader, less the carriage return, which ends
  // a line here.
  extras: _ => [/[ \t\v\f\u0085\u00a0]/],

  rules: {
    source_file: $ => seq(
      repeat(seq(optional($._line), $._line_end)),
      optional($._line),
    ),

    _line: $ => choice(
      $.comment,
      $.bad_line,
      seq($.assignment, optional($.comment)),
    ),

    _line_end: _ => /\r\n|\n|\r/,

    assignment: $ => seq($._head, optional(field('value', $._value))),

    // A line that sets nothing, or whose quoted value does not end where a
    // value should.
    bad_line: $ => choice(
      alias($._bad_text, $.text),
      seq(
        $._head,
        alias($._broken_open, $.text),
        optional(alias($._bad_text, $.text)),
      ),
    ),

    _head: $ => seq(
      optional(field('export', alias($._export, $.export))),
      field('name', alias($._name, $.name)),
      choice('=', ':'),
    ),

    _value: $ => choice(
      $.unquoted,
      $.single_quoted,
      $.double_quoted,
      $.backtick_quoted,
    ),

    unquoted: $ => repeat1(choice(
      alias($._unquoted_text, $.text),
      $.expansion,
    )),

    single_quoted: $ => seq(
      alias($._single_open, "'"),
      optional(alias($._single_text, $.text)),
      "'",
    ),

    double_quoted: $ => seq(
      alias($._double_open, '"'),
      repeat(choice(alias($._double_text, $.text), $.expansion)),
      '"',
    ),

    backtick_quoted: $ => seq(
      alias($._backtick_open, '`'),
      optional(alias($._backtick_text, $.text)),
      '`',
    ),

    expansion: $ => choice(
      seq(alias($._dollar, '$'), $._variable),
      seq(
        alias($._dollar_brace, '${'),
        $._variable,
        optional(seq(
          field('operator', alias(token.immediate(/:?[-+?=]/), $.operator)),
          optional(field('default', $.default)),
        )),
        '}',
      ),
    ),

    _variable: $ => field(
      'name',
      alias(token.immediate(/[A-Za-z_][A-Za-z0-9_]*/), $.name),
    ),

    default: $ => repeat1(choice(
      alias($._default_text, $.text),
      $.expansion,
    )),
  },
});
