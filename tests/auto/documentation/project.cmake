# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# The project of the first page, built against the installation of the test install. What it shows is loaded by tst_documentation.

file(REMOVE_RECURSE ${WORK_DIR})
if(SANITIZE)
    set(flags -DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()
foreach(arguments IN ITEMS "-S;${PROJECT};-B;${WORK_DIR};-G;Ninja;-DCMAKE_PREFIX_PATH=${PREFIX};-DCMAKE_CXX_COMPILER=${CXX};${flags}"
        "--build;${WORK_DIR}")
    execute_process(COMMAND ${CMAKE_COMMAND} ${arguments} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "failed (${result}): ${arguments}\n${output}")
    endif()
endforeach()
