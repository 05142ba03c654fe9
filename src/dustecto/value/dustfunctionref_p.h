// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFUNCTIONREF_P_H
#define DUSTFUNCTIONREF_P_H

// A function as a parameter: two pointers, no allocation. It does not own what it calls, so it is
// never stored. Exported for the rooms above; not public API.

#include <memory>
#include <type_traits>
#include <utility>

template<typename Signature>
class DustFunctionRef;

template<typename Result, typename... Arguments>
class DustFunctionRef<Result(Arguments...)>
{
public:
    template<typename Function,
             typename = std::enable_if_t<!std::is_same_v<std::decay_t<Function>, DustFunctionRef>>>
    DustFunctionRef(Function &&function)
        : m_object(const_cast<void *>(static_cast<const void *>(std::addressof(function)))),
          m_call([](void *object, Arguments... arguments) -> Result {
              return (*static_cast<std::remove_reference_t<Function> *>(object))(
                      std::forward<Arguments>(arguments)...);
          })
    {}

    Result operator()(Arguments... arguments) const
    {
        return m_call(m_object, std::forward<Arguments>(arguments)...);
    }

private:
    void *m_object;
    Result (*m_call)(void *, Arguments...);
};

#endif // DUSTFUNCTIONREF_P_H
