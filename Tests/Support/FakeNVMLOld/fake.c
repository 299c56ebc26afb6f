#define FAKE_NVML_OLD
#include "../FakeNVML/fake.c"
#include "../FakeNVML/script.c"
