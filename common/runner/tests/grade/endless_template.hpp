// endless_template.hpp - keeps the compiler busy: its types double with each step.
#pragma once

#include "common/win32/windows.hpp"

template <int N, class... Path>
struct Tree {
    Tree<N - 1, Path..., int> left;
    Tree<N - 1, Path..., char> right;
};
template <class... Path>
struct Tree<0, Path...> {};

inline const Tree<40> whole_tree;
