// record_test.cpp - the wire format, and hostile bytes.
#include "chapters/11-syelog/protocol/line.hpp"

#include <gtest/gtest.h>
TEST(Syelog, Stub) {}
