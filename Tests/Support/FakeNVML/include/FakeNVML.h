#ifndef FAKENVML_H
#define FAKENVML_H
#endif
