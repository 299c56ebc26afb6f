#ifndef FAKENVML_H
#define FAKENVML_H

/*
 * A libnvidia-ml.so.1 that says what a script tells it to, loaded through the same dlopen as the real one.
 *
 * The environment variable INFERMON_FAKE_NVML names the script, or else it is fake-nvml.script in HOME;
 * nvmlInit reads it anew. One rule per line, the first that fits wins:
 *
 *     FUNCTION [device=N] [call=N|N-] [code=N] [sleep=MILLISECONDS] [value=N] [text=REST OF THE LINE] [crash]
 *
 * FUNCTION is an NVML name, or * for all. Calls are counted from 1 per function and device. `gpus N` sets the number of boards.
 * Without a rule a function succeeds with a fixed, plausible value.
 */

#endif
