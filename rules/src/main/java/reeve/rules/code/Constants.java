package reeve.rules.code;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The objects that a class's code names: they travel as its class data. */
final class Constants {
  private final List<Object> objects = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> places = new IdentityHashMap<>();

  void load(CodeBuilder code, Object object, Class<?> type) {
    int place =
        places.computeIfAbsent(
            object,
            _ -> {
              objects.add(object);
              return objects.size() - 1;
            });
    code.ldc(
        DynamicConstantDesc.ofNamed(
            ConstantDescs.ofConstantBootstrap(
                desc(java.lang.invoke.MethodHandles.class),
                "classDataAt",
                ConstantDescs.CD_Object,
                ConstantDescs.CD_int),
            ConstantDescs.DEFAULT_NAME,
            desc(type),
            place));
  }

  /** All, in the order in which the code counts them. */
  List<Object> all() {
    return List.copyOf(objects);
  }

  static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  static MethodTypeDesc method(Class<?> returns, Class<?>... takes) {
    List<ClassDesc> parameters = new ArrayList<>();
    for (Class<?> one : takes) {
      parameters.add(desc(one));
    }
    return MethodTypeDesc.of(desc(returns), parameters);
  }
}
