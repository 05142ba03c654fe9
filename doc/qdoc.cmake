# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# Runs QDOC over the parts of the documentation, with the INCLUDES of Qt (separated by |), and writes to OUTPUT. Any warning is a failure.

# qdoc compiles whatever it reads, so that sources without a comment of its are left out.
set(excluded "")
file(GLOB_RECURSE sources ${CMAKE_CURRENT_LIST_DIR}/../src/*.cpp)
foreach(source IN LISTS sources)
    file(STRINGS ${source} comment REGEX "/[*]!" LIMIT_COUNT 1)
    if(NOT comment)
        string(APPEND excluded "excludefiles += ${source}\n")
    endif()
endforeach()
file(WRITE ${OUTPUT}/undocumented.qdocconf "${excluded}")

set(parts "")
foreach(part IN ITEMS dustecto dustectoqml dustectoinspector dustectotest)
    string(APPEND parts "${CMAKE_CURRENT_LIST_DIR}/${part}.qdocconf\n")
endforeach()
file(WRITE ${OUTPUT}/parts.qdocconf "${parts}")

set(rooms src/dustserver src/dustserver/core src/dustectotest)
foreach(room IN ITEMS value schema store transport repo)
    list(APPEND rooms src/dustecto/${room})
endforeach()
list(TRANSFORM rooms PREPEND -I${CMAKE_CURRENT_LIST_DIR}/../)
string(REPLACE "|" ";" INCLUDES "${INCLUDES}")
list(TRANSFORM INCLUDES PREPEND -I)

file(REMOVE_RECURSE ${OUTPUT}/html) # qdoc wants it empty
set(ENV{DUSTECTO_VERSION} ${VERSION})
set(ENV{DUSTECTO_UNDOCUMENTED} ${OUTPUT}/undocumented.qdocconf)
set(ENV{LC_ALL} C.UTF-8)
execute_process(COMMAND ${QDOC} --single-exec ${OUTPUT}/parts.qdocconf --outputdir ${OUTPUT}/html ${rooms} ${INCLUDES}
    RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_VARIABLE said)
string(REGEX MATCHALL "[^\n]*(warning|error):[^\n]*" faults "${said}")
if(faults OR NOT result EQUAL 0)
    list(JOIN faults "\n" faults)
    message(FATAL_ERROR "qdoc ended with ${result}:\n${faults}")
endif()
