#ifndef INFERMON_CNCURSES_SHIM_H
#define INFERMON_CNCURSES_SHIM_H
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <term.h>

/* What the importer of C cannot show to Swift: variables (shared mutable state to it) and macros. */

static inline WINDOW *im_stdscr(void) { return stdscr; }
static inline WINDOW *im_curscr(void) { return curscr; }
static inline int im_colors(void) { return COLORS; }
static inline int im_color_pairs(void) { return COLOR_PAIRS; }
static inline int im_lines(void) { return LINES; }
static inline int im_columns(void) { return COLS; }

static const attr_t IM_A_NORMAL = A_NORMAL;
static const attr_t IM_A_BOLD = A_BOLD;
static const attr_t IM_A_DIM = A_DIM;
static const attr_t IM_A_REVERSE = A_REVERSE;
static const attr_t IM_A_UNDERLINE = A_UNDERLINE;
static const attr_t IM_A_ITALIC = A_ITALIC;

static inline int im_key_f(int number) { return KEY_F(number); }

/* A cell with a colour pair of any number: the last argument of setcchar carries those above 32767. */
static inline int im_setcchar(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, (short)(pair > 32767 ? 32767 : pair), &pair);
}

/* Names of the capabilities, NULL after the last. */
static inline const char *im_boolean_name(int index) { return boolnames[index]; }
static inline const char *im_number_name(int index) { return numnames[index]; }
static inline const char *im_string_name(int index) { return strnames[index]; }

/* tigetflag, tigetnum and tigetstr take char * for what they only read. */
static inline int im_flag(const char *name) { return tigetflag((char *)name); }
static inline int im_number(const char *name) { return tigetnum((char *)name); }
/* NULL where the terminal lacks the capability. */
static inline const char *im_string(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}
/* The names that the terminal description is known by, with | between. */
static inline const char *im_terminal_names(void) { return cur_term == NULL ? "" : cur_term->type.term_names; }
/* Forgets what setupterm() loaded. */
static inline void im_forget_terminal(void) { del_curterm(cur_term); }

#endif
