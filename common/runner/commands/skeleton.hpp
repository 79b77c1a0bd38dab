// skeleton.hpp - the files that a new lab or a new chapter begins with, made from templates.
//
//     const Skeleton lab = lab_skeleton(root, catalog, "05-semaphores", "ticket");
//     write(lab, root);
//
// The templates are common/runner/templates/{lab,chapter}: a small finished example, so that an
// author edits from green. CMake builds and judges the same files as chapter 00.
#pragma once

#include "common/runner/labs/catalog.hpp"

#include <string>
#include <utility>
#include <vector>

namespace runner {

struct Skeleton {
    std::string name;  ///< of a lab its id, of a chapter its number
    /// Path below the root, text.
    std::vector<std::pair<fs::path, std::string>> files;
};

/// Throws Problem (usage) for a name that cannot be one, or that is there already; (environment) if
/// the templates are not there.
Skeleton lab_skeleton(const fs::path& root, const Catalog& catalog, const std::string& chapter,
                      const std::string& name);
Skeleton chapter_skeleton(const fs::path& root, const Catalog& catalog, const std::string& folder);

/// Makes the files and the folders above them: all of them, or none. Throws Problem (environment).
void write(const Skeleton& skeleton, const fs::path& root);

/// The smallest id above those of all labs: "L42".
std::string next_id(const Catalog& catalog);

}  // namespace runner
